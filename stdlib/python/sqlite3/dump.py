"""A database as the SQL that makes it, for Connection.iterdump()."""


def _name(text):
    return '"%s"' % text.replace('"', '""')


def _text(text):
    return "'%s'" % text.replace("'", "''")


def _iterdump(connection, *, filter=None):
    """Generate the statements, tables first; filter: a pattern of LIKE for the names."""
    cursor = connection.cursor()
    cursor.row_factory = None
    condition, values = ("", ()) if filter is None else (' AND "name" LIKE ?', (filter,))
    if cursor.execute("PRAGMA foreign_key_check").fetchall():
        # Rows that break a constraint could not be put in.
        yield "PRAGMA foreign_keys=OFF;"
    yield "BEGIN TRANSACTION;"
    tables = cursor.execute('SELECT "name", "type", "sql" FROM "sqlite_master" WHERE "sql" NOT NULL AND "type" == \'table\''
                            f'{condition} ORDER BY "name"', values).fetchall()
    sequence, writes_schema = [], False
    for name, kind, sql in tables:
        if name == "sqlite_sequence":
            sequence = ['DELETE FROM "sqlite_sequence";']
            for row in cursor.execute('SELECT * FROM "sqlite_sequence"' + ("" if filter is None else ' WHERE "name" LIKE ?'), values):
                sequence.append('INSERT INTO "sqlite_sequence" VALUES(%s,%d);' % (_text(row[0]), row[1]))
            continue
        if name == "sqlite_stat1":
            yield 'ANALYZE "sqlite_master";'
        elif name.startswith("sqlite_"):
            continue
        elif sql.upper().startswith("CREATE VIRTUAL TABLE"):
            # Making it would make the tables below it, which are there already.
            if not writes_schema:
                writes_schema = True
                yield "PRAGMA writable_schema=ON;"
            yield "INSERT INTO sqlite_master(type,name,tbl_name,rootpage,sql)VALUES('table',%s,%s,0,%s);" % (
                _text(name), _text(name), _text(sql))
        else:
            yield f"{sql};"
        columns = [column[1] for column in cursor.execute(f"PRAGMA table_info({_name(name)})").fetchall()]
        quoted = "||','||".join(f"quote({_name(column)})" for column in columns)
        prefix = f"INSERT INTO {_name(name)} VALUES("
        for row in cursor.execute(f"SELECT {_text(prefix)}||{quoted}||')' FROM {_name(name)};").fetchall():
            yield f"{row[0]};"
    others = cursor.execute('SELECT "name", "type", "sql" FROM "sqlite_master" WHERE "sql" NOT NULL AND '
                            f'"type" IN (\'index\', \'trigger\', \'view\'){condition}', values).fetchall()
    for _, _, sql in others:
        yield f"{sql};"
    if writes_schema:
        yield "PRAGMA writable_schema=OFF;"
    yield from sequence
    yield "COMMIT;"
