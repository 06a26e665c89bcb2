from django.urls import path

from assessments.views import collect, many, telemetry, transcripts

urlpatterns = [
    path("collect/", collect.choose_class, name="collect"),
    path("collect/many/", many.many_files, name="many_files"),
    path("imports/<uuid:pk>/", many.import_page, name="import_page"),
    path("imports/<uuid:pk>/progress/", many.import_progress, name="import_progress"),
    path("imports/<uuid:pk>/confirm/", many.import_confirm, name="import_confirm"),
    path("imports/<uuid:pk>/cancel/", many.import_cancel, name="import_cancel"),
    path("imports/<uuid:pk>/retry/", many.import_retry, name="import_retry"),
    path("classes/<uuid:pk>/collect/", collect.collect_class, name="collect_class"),
    path("uploads/<uuid:pk>/columns/", collect.upload_map, name="upload_map"),
    path("uploads/<uuid:pk>/", collect.upload_preview, name="upload_preview"),
    path("uploads/<uuid:pk>/rows/<int:number>/", collect.upload_mend, name="upload_mend"),
    path("uploads/<uuid:pk>/left-out/", collect.upload_left_out, name="upload_left_out"),
    path("uploads/<uuid:pk>/confirm/", collect.upload_confirm, name="upload_confirm"),
    path("uploads/<uuid:pk>/cancel/", collect.upload_cancel, name="upload_cancel"),
    path("uploads/<uuid:pk>/transcript/", transcripts.transcript_reading, name="transcript_reading"),
    path("uploads/<uuid:pk>/discussion/", transcripts.transcript_preview, name="transcript_preview"),
    path("uploads/<uuid:pk>/speakers/", transcripts.transcript_speakers, name="transcript_speakers"),
    path("uploads/<uuid:pk>/discussion/confirm/", transcripts.transcript_confirm, name="transcript_confirm"),
    path("classes/<uuid:pk>/collect/game/", telemetry.telemetry_class, name="telemetry_class"),
    path("uploads/<uuid:pk>/events/", telemetry.telemetry_map, name="telemetry_map"),
    path("uploads/<uuid:pk>/runs/", telemetry.telemetry_preview, name="telemetry_preview"),
    path("uploads/<uuid:pk>/who/", telemetry.telemetry_who, name="telemetry_who"),
    path("uploads/<uuid:pk>/runs/confirm/", telemetry.telemetry_confirm, name="telemetry_confirm"),
]
