"""Asking a control body about requirements (248-ФЗ art. 50): closed to risk, plan, inspection and appeals of a case."""
