"""The writers: each reads the records of ``paneloom.present`` and nothing else."""
