"""Article parsers, one module a kind of portal; a profile's `parser` names one."""
