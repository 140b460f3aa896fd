"""The dates from which terms of cases run, in words: what a page says is missing. A date is an act's, never a click."""

from __future__ import annotations

from collections.abc import Mapping

from rules.text import Text

ANCHORS: Mapping[str, Text] = {
    "action_due_on": Text("названный день мер", "day named for the measures"),
    "act_delivered_on": Text("день вручения акта", "day the act was delivered"),
    "agreed_date": Text("согласованный день визита", "agreed day of the visit"),
    "agreement_failed_on": Text("день, когда соглашение прекратили", "day the agreement ended"),
    "agreement_from": Text("день согласования соглашения", "day the agreement was approved"),
    "approval_sent_on": Text("день, когда прокурор получил документы", "day the prosecutor received the papers"),
    "approved_on": Text("день решения о визите", "day of the decision on the visit"),
    "asked_on": Text("день, когда орган получил заявление", "day the authority received the request"),
    "cause_asked_on": Text("день прошлого вопроса о причине", "day of the last question about the cause"),
    "cause_until": Text("последний день причины переноса", "last day of the cause of the postponement"),
    "changed_on": Text("день, когда сведения изменились", "day the facts changed"),
    "decided_on": Text("день решения", "day of the decision"),
    "decision_known_on": Text("день, когда узнали о решении", "day the decision became known"),
    "due_on": Text("срок, названный в документе", "day named in the paper"),
    "ended_at": Text("день окончания мероприятия", "day the event ended"),
    "expertise_from": Text("день, когда назначили экспертизу", "day expert work was ordered"),
    "extension_asked_at": Text("время, когда попросили продлить срок", "time the extension was asked for"),
    "filed_on": Text("день подачи", "day of filing"),
    "harm_information_at": Text("время, когда узнали о вреде", "time the harm became known"),
    "held_on": Text("день начала визита", "day the visit began"),
    "impossible_on": Text("день акта о невозможности", "day of the act of impossibility"),
    "information_on": Text("день, когда поступили сведения", "day the information came in"),
    "known_on": Text("день, когда узнали о нарушении", "day the breach became known"),
    "motion_received_on": Text("день, когда орган получил просьбу", "day the motion was received"),
    "notified_on": Text("день, когда уведомили о визите", "day notice of the visit was given"),
    "objected_on": Text("день, когда орган получил возражение", "day the objection was received"),
    "papers_asked_on": Text("день, когда запросили документы", "day the papers were asked for"),
    "programme_ends_on": Text("последний день программы", "last day of the programme"),
    "received_on": Text("день получения", "day of receipt"),
    "refused_on": Text("день, когда узнали об отказе", "day the refusal became known"),
    "registered_on": Text("день регистрации", "day of registration"),
    "resumed_on": Text("день, с которого срок идёт снова", "day from which the clock runs again"),
    "start_at": Text("время начала, названное в решении", "time of start named in the decision"),
    "start_notice_on": Text("день уведомления о начале работы", "day of the start notice"),
    "started_at": Text("время начала мероприятия", "time the event began"),
    "stay_decided_on": Text("день решения о приостановке", "day of the decision on the stay"),
    "stay_lifted_on": Text("день, когда сняли приостановку", "day the stay was lifted"),
    "stayed_on": Text("день решения о приостановке", "day of the stay"),
    "submitted_on": Text("день, когда орган получил декларацию", "day the declaration was received"),
    "suspended_on": Text("день решения приостановить", "day of the suspension"),
    "year_before": Text("первый день года перед годом плана", "first day of the year before that of the plan"),
}
