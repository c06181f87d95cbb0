package dev.platte.web.fleet;

import dev.platte.db.fleet.Fleet;
import dev.platte.db.fleet.Host;
import dev.platte.db.snapshot.ApplicationSnapshot;
import dev.platte.web.page.Catalogue;
import dev.platte.web.page.PageException;
import dev.platte.web.page.Who;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.springframework.stereotype.Controller;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * All hosts that a filter matches, as a file: read and written a page at a time, so that memory
 * does not grow with them. Whoever goes on polling meanwhile stands in it once, as they were then.
 */
@Controller
final class HostExportController {

    private static final int PAGE = 500;

    private final Catalogue catalogue;
    private final Fleet fleet;
    private final InstantSource time;

    HostExportController(Catalogue catalogue, Fleet fleet, InstantSource time) {
        this.catalogue = catalogue;
        this.fleet = fleet;
        this.time = time;
    }

    @GetMapping("/hosts/export")
    void export(
            @RequestParam MultiValueMap<String, String> address,
            @RequestParam(defaultValue = "csv") String format,
            Who who,
            HttpServletResponse response)
            throws IOException {
        ApplicationSnapshot owner =
                catalogue.application(String.valueOf(address.getFirst("application")), who);
        HostFilter filter = HostFilter.read(owner, address);
        HostFile file =
                switch (format) {
                    case "csv" -> HostFile.CSV;
                    case "json" -> HostFile.JSON;
                    default ->
                            throw PageException.badAddress(
                                    "Hosts are not written as \""
                                            + HostFinder.brief(format)
                                            + "\".",
                                    "There are csv and json.");
                };
        response.setContentType(file.type());
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("Content-Disposition", "attachment; filename=\"hosts." + format + "\"");
        write(owner, filter, file, response);
    }

    private void write(
            ApplicationSnapshot owner,
            HostFilter filter,
            HostFile file,
            HttpServletResponse response)
            throws IOException {
        Instant now = time.instant();
        Writer out =
                new BufferedWriter(
                        new OutputStreamWriter(response.getOutputStream(), StandardCharsets.UTF_8));
        List<Host> hosts = fleet.list(filter.query(PAGE, now));
        file.begin(out);
        boolean first = true;
        while (!hosts.isEmpty()) {
            for (Host host : hosts) {
                file.host(HostLine.of(owner, host), first, out);
                first = false;
            }
            out.flush();
            hosts =
                    hosts.size() < PAGE
                            ? List.of()
                            : fleet.list(
                                    filter.after(hosts.getLast().key().machineId())
                                            .query(PAGE, now));
        }
        file.end(out);
        out.flush();
    }
}
