package dev.platte.server.edge;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionException;

/**
 * Tells failures of the database from failures of what was asked of it: the former pass, and are
 * answered 503.
 */
public final class DatabaseGone {

    private DatabaseGone() {}

    /**
     * Whether the same might succeed later: no connection, a server that starts or stops, out of
     * resources, read-only, locked.
     */
    public static boolean isCauseOf(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof DataAccessResourceFailureException
                    || cause instanceof TransientDataAccessException
                    || cause instanceof CannotCreateTransactionException) {
                return true;
            }
            if (cause instanceof SQLException sql) {
                return passes(sql.getSQLState());
            }
        }
        // A commit or a rollback that nobody confirmed.
        return thrown instanceof TransactionException;
    }

    /**
     * PostgreSQL, appendix A: classes of errors. The pool says nothing of a connection that it has
     * closed itself.
     */
    private static boolean passes(@Nullable String state) {
        return state == null
                || state.startsWith("08")
                || state.startsWith("40")
                || state.startsWith("53")
                || state.startsWith("55")
                || state.startsWith("57")
                || state.startsWith("58")
                || state.equals("25006");
    }
}
