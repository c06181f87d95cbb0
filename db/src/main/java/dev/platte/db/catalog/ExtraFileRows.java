package dev.platte.db.catalog;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The rows of files beside payloads. */
@Component
class ExtraFileRows {

    private final JdbcClient sql;

    ExtraFileRows(JdbcClient sql) {
        this.sql = sql;
    }

    private record Row(long packageId, ExtraFile file) {}

    /** By package, in the order in which they were added. */
    Map<Long, List<ExtraFile>> of(Collection<Long> packages) {
        return sql
                .sql("select * from package_file where package_id = any(?) order by id")
                .param(packages.toArray(Long[]::new))
                .query(ExtraFileRows::row)
                .list()
                .stream()
                .collect(
                        Collectors.groupingBy(
                                Row::packageId,
                                Collectors.mapping(Row::file, Collectors.toList())));
    }

    void insert(long packageId, NewExtraFile file, Instant now) {
        sql.sql(
                        """
                        insert into package_file (package_id, name, size, sha256, sha1, required,
                            stored, added)
                        values (?, ?, ?, ?, ?, ?, ?, ?)
                        """)
                .params(
                        packageId,
                        file.name(),
                        file.size(),
                        file.sha256(),
                        file.sha1(),
                        file.required(),
                        file.stored(),
                        now.atOffset(ZoneOffset.UTC))
                .update();
    }

    void delete(long packageId, String name) {
        sql.sql("delete from package_file where package_id = ? and name = ?")
                .params(packageId, name)
                .update();
    }

    private static Row row(ResultSet row, int number) throws SQLException {
        return new Row(
                row.getLong("package_id"),
                new ExtraFile(
                        row.getLong("id"),
                        row.getString("name"),
                        row.getLong("size"),
                        row.getString("sha256"),
                        row.getString("sha1"),
                        row.getBoolean("required"),
                        row.getBoolean("stored"),
                        row.getObject("added", OffsetDateTime.class).toInstant()));
    }
}
