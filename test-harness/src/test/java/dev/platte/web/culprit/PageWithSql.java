package dev.platte.web.culprit;

import java.sql.Connection;

/** A page that talks to the database itself, in a package that is not null-marked. */
record PageWithSql(Connection connection) {}
