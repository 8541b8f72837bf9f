"""Run inside gdb on an object that includes the header: its types and constants, a line each.

gdb -nx -batch -x describe_types.py OBJECT. Only names of ours are told; what the system's headers bring is not.
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
        # A typedef of the same name says nothing more about a complete struct.
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
