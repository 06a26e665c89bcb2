"""The base of every task: it says which schools it is about, or as which part of the system it acts.

    @shared_task(jobs_of="assessments.AssessmentJob")     # the first argument are ids of these jobs
    @shared_task(system="reaper")                         # a name of privacy.wall.standing.SYSTEM

A task that says neither sees no school's rows on PostgreSQL.
"""

from celery import Task


class WalledTask(Task):
    abstract = True
    system = ""
    jobs_of = ""

    def __call__(self, *args, **kwargs):
        from privacy.wall import standing  # here: Celery is set up before Django's settings may be read

        with self._standing(standing, [*args, *kwargs.values()]):
            return super().__call__(*args, **kwargs)

    def _standing(self, standing, given):
        if self.system:
            return standing.system(self.system)
        return standing.within(self._schools(standing, given[0]) if self.jobs_of else ())

    def _schools(self, standing, job_ids) -> set:
        from django.apps import apps

        if not standing.walled():
            return set()
        with standing.system("worker"):
            jobs = apps.get_model(self.jobs_of).objects.filter(pk__in=list(job_ids))
            return set(jobs.values_list("school_id", flat=True))
