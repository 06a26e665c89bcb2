"""The base of every task: it says which schools it is about, or as which part of the system it acts.

    @shared_task(jobs_of="assessments.AssessmentJob")     # the first argument are ids of these jobs
    @shared_task(system=Duty.REAPER)                      # one of privacy.wall.duties

A task that says neither sees no school's rows on PostgreSQL.
"""

from celery import Task

from privacy.wall.duties import Duty


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
            return standing.system(self.system, place=f"task:{self.name}")
        return standing.within(self._schools(standing, given[0]) if self.jobs_of else ())

    def _schools(self, standing, job_ids) -> set:
        from django.apps import apps

        from config.jobs import Job

        if not standing.walled():
            return set()
        with standing.system(Duty.WORKER, place=f"task:{self.name}") as use:
            jobs = apps.get_model(self.jobs_of).objects.filter(pk__in=list(job_ids))
            found = list(jobs.values_list("school_id", "state"))
            if any(state in Job.OUTSTANDING for _, state in found):  # woken twice, it finds that all is done
                use.leave()
            return {school for school, _ in found}
