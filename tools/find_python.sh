#!/bin/sh
# Prints the Python that can make the virtual environment: the one named as $1, else the newest that fits.
named=${1:-}
[ -n "$named" ] || set -- python3.13 python3.12 python3.11 python3

fits() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

for python in "$@"; do
    fits "$python" || continue
    if "$python" -c 'import venv, ensurepip' 2>/dev/null; then
        echo "$python"
        exit 0
    fi
    without_venv=$python
done

if [ -n "${without_venv:-}" ]; then
    echo "У $without_venv нет модулей venv и ensurepip: выполните «apt install python3-venv»." >&2
elif [ -n "$named" ]; then
    echo "PYTHON=$named: такого Python нет или он старше 3.11; укажите другой: make setup PYTHON=/путь/к/python3." >&2
else
    echo "Нужен Python 3.11 или новее: поставьте его или укажите путь: make setup PYTHON=/путь/к/python3." >&2
fi
exit 1
