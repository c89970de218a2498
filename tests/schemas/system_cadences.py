"""How often the systems of schools and bureaus ask for something: rule, period, how many."""

from __future__ import annotations


def _read(text: str) -> dict[str, tuple[str, str]]:
    return {rule: (period, number) for rule, period, number in map(str.split, text.strip().splitlines())}


# Asked of education bureaus, and of schools that say they are of the stage.
SYSTEMS = _read(
    """
    03.bureau-work-meeting.count year 1
    11.enrolment.count year 5
    12.reserve-cadres.count year 1
    12.rotation.count year 1
    13.bureau-cases.count year 1
    """
)
# Asked of nobody who has not turned it on.
SYSTEMS_OFF = _read(
    """
    01.rules.count once 1
    01.safety.count year 1
    02.founding.count once 1
    02.duties.count year 1
    02.cross-appointment.count year 1
    05.lesson-rota.count year 1
    05.leader-lesson.count year 1
    05.democratic-life-meeting.count year 1
    05.dual-organization-life.count year 1
    06.study-rule.count once 1
    06.study-notes.count year 1
    06.training.count year 1
    06.distance-register.count year 1
    07.plan.count year 1
    07.activist-roster.count year 1
    09.responsibility-letter.count year 1
    09.commitment.count year 1
    09.talk.count year 1
    09.opinion.count half 1
    09.audit.count year 1
    09.discipline-check.count half 1
    11.catalogue.count year 1
    11.party-notice.count half 1
    11.school-notice.count half 1
    11.finance-notice.count half 1
    11.staff-congress.count year 1
    12.school-reserve-cadres.count year 1
    12.reserve-rule.count once 1
    12.school-rotation.count year 1
    12.half-month-report.count half-month 1
    12.monthly-review.count month 1
    12.office-duty-report.count half 1
    12.office-assessment.count year 1
    12.leader-half-month-report.count half-month 1
    12.leader-monthly-review.count month 1
    12.leader-duty-report.count half 1
    12.leader-assessment.count year 1
    12.double-training.count year 1
    12.studio-activity.count quarter 1
    12.talent-rule.count once 1
    13.demonstration.count year 1
    13.lesson-team.count year 1
    13.contest.count year 1
    13.case-study.count year 1
    13.room.count year 1
    13.column.count year 1
    14.ideology.count half 1
    14.ethics-rule.count once 1
    14.ethics-commitment.count year 1
    14.ethics-assessment.count year 1
    14.five-ones.count year 1
    14.contact-record.count year 1
    14.help-register.count year 1
    """
)
