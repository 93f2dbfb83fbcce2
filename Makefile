# Each target is a command of `python -m tools`, which does without make; what they do is told by `make help`.
# Variables are told as make is told them (WORKERS, ARGS, N, DEFECT, …): they reach the command by the environment.

COMMANDS = help setup walk quick test long report bench field defects explore soak remote lint stand lock clean
BIN = .venv/bin
# Else each run would translate some two hundred modules anew before it begins.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: $(COMMANDS)
$(COMMANDS):
	@test -x $(BIN)/python && python=$(BIN)/python || python=$$(sh tools/find_python.sh "$(PYTHON)") && "$$python" -m tools $@
