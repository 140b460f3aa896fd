"""What businesses say of requirements: sorted by the editor, answered by the regulator in public: comply or explain."""
