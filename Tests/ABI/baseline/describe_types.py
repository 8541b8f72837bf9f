"""Run inside gdb on an object that includes the header: prints its types and constants, one per line.

gdb -nx -batch -x describe_types.py OBJECT. Names of system headers are left out.
"""

import gdb


def lines_of_struct(name, described):
    yield f"struct {name} = {described.sizeof} bytes"
    for field in described.fields():
        place = f"at {field.bitpos // 8}, {field.type.sizeof} bytes"
        yield f"member {name}.{field.name} = {field.type} {place}"


def lines_of_type(symbol):
    described = symbol.type.strip_typedefs()
    if described.code == gdb.TYPE_CODE_STRUCT:
        # The typedef of a complete struct adds nothing.
        if described.fields():
            if symbol.type.code == gdb.TYPE_CODE_STRUCT:
                yield from lines_of_struct(symbol.name, described)
        else:
            yield f"handle {symbol.name} = {described}"
    elif symbol.type.code == gdb.TYPE_CODE_TYPEDEF:
        yield f"typedef {symbol.name} = {described}, {described.sizeof} bytes"


def lines(table):
    for block in (table.global_block(), table.static_block()):
        for symbol in block:
            if not symbol.name.lower().startswith("workosds"):
                continue
            if symbol.addr_class == gdb.SYMBOL_LOC_CONST:
                yield f"constant {symbol.name} = {int(symbol.value())}"
            elif symbol.addr_class == gdb.SYMBOL_LOC_TYPEDEF:
                yield from lines_of_type(symbol)


print("\n".join(sorted(set(lines(gdb.lookup_global_symbol("anchor").symtab)))))
