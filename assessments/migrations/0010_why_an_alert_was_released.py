from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('assessments', '0009_alerts_are_told_again'),
    ]

    operations = [
        migrations.AddField(
            model_name='alert',
            name='reason',
            field=models.CharField(
                blank=True,
                choices=[
                    ('phrase', 'a turn of phrase or a joke'),
                    ('story', 'a book, film, game or lesson'),
                    ('known', 'known, and looked after'),
                    ('nothing', 'nothing in it'),
                ],
                max_length=8,
            ),
        ),
    ]
