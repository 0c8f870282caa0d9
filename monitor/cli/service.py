"""monitor service: a systemd unit that keeps the monitor running."""

import shutil
import sys
from pathlib import Path

import click

from monitor.cli.options import config_option
from monitor.config import load

UNIT = """\
# Save as /etc/systemd/system/monitor.service, then:
#   systemctl daemon-reload && systemctl enable --now monitor
#   journalctl -u monitor -f          (where the log goes)
#   systemctl reload monitor          (after a change of the configuration)
# Secrets: put NAME=value lines into {environment} (mode 0600) and refer to them as env:NAME.
[Unit]
Description=Topic monitor for news
After=network-online.target
Wants=network-online.target

[Service]
Type=notify
ExecStart={program} run --config {config}
ExecReload=/bin/kill -HUP $MAINPID
WorkingDirectory={folder}
EnvironmentFile=-{environment}
Restart=on-failure
RestartSec=10
RestartPreventExitStatus=2
TimeoutStopSec=20
WatchdogSec=300
UMask=0077
NoNewPrivileges=yes
ProtectSystem=strict
ReadWritePaths={writable}
PrivateTmp=yes
PrivateDevices=yes
ProtectKernelTunables=yes
ProtectKernelModules=yes
ProtectControlGroups=yes
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX
RestrictNamespaces=yes
LockPersonality=yes
MemoryMax=2G
LimitCORE=0

[Install]
WantedBy=multi-user.target
"""


@click.command()
@config_option
def service(config_file: Path | None) -> None:
    """Print a systemd unit for this installation and this folder."""
    folder = Path.cwd()
    config = load(config_file)
    program = shutil.which(sys.argv[0]) or f"{sys.executable} -m monitor"
    click.echo(
        UNIT.format(
            program=_absolute(program),
            config=Path(config.file).resolve(),
            folder=folder,
            writable=" ".join(
                dict.fromkeys(map(str, (folder, (folder / config.database).parent.resolve())))
            ),
            environment=folder / "monitor.env",
        ),
        nl=False,
    )


def _absolute(program: str) -> str:
    return str(Path(program).resolve()) if Path(program).exists() else program
