package dev.platte.client.engine;

import static java.util.Objects.requireNonNull;

import dev.platte.client.dbus.CoreosUpdate;
import dev.platte.client.dbus.StatusTuple;
import dev.platte.client.engine.EngineFlags.Verb;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.exceptions.DBusExecutionException;

/**
 * update_engine_client over the same bus: its flags, its blocks on standard output, its exit
 * status. Where it calls a failed update "No update available" and ends with 0, this one says what
 * failed and ends with 1, as its own help promises (update_engine_client.cc, CompleteUpdateSource).
 */
public final class UpdateEngineClient {
    private static final int DONE = 0;
    private static final int FAILED = 1;
    private static final String NAME = "com.coreos.update1";

    private static final String USAGE =
            """
            update_engine_client: asks the update client of this host

              Flags:
                -check_for_update (Initiate check for updates.) type: bool default: false
                -reset_status (Takes back an update that waits for its reboot.) type: bool default: false
                -status (Print the status to stdout.) type: bool default: false
                -update (Forces an update and waits for its completion. Exit status is 0 if the
                  update succeeded or there is none, and 1 otherwise.) type: bool default: false
                -watch_for_updates (Listen for status updates and print them to the screen.)
                  type: bool default: false
            """;

    private final Bus bus;
    private final PrintWriter out;
    private final PrintWriter err;
    private final EngineLog log;

    /**
     * The service on some bus, and how patient to be with it.
     *
     * @param retry between two looks for a service that is not there; four looks in all
     * @param poll between two looks at an update that is being waited for
     */
    public record Bus(String address, Duration retry, Duration poll) {
        /** update_engine_client's patience. */
        public static Bus at(String address) {
            return new Bus(address, Duration.ofSeconds(10), Duration.ofSeconds(5));
        }

        public Bus {
            requireNonNull(address, "address");
            requireNonNull(retry, "retry");
            requireNonNull(poll, "poll");
        }
    }

    /** Asks nothing yet. */
    public UpdateEngineClient(Bus bus, PrintWriter out, PrintWriter err, InstantSource clock) {
        this.bus = requireNonNull(bus);
        this.out = requireNonNull(out);
        this.err = requireNonNull(err);
        this.log = new EngineLog(err, clock, ZoneId.systemDefault());
    }

    /** Does what the flags say; the exit status. */
    public int run(List<String> arguments) throws InterruptedException {
        EngineFlags flags;
        try {
            flags = EngineFlags.parse(arguments);
        } catch (EngineFlags.BadFlag e) {
            err.print("ERROR: " + e.getMessage() + "\n");
            err.flush();
            return FAILED;
        }
        Set<Verb> verbs = flags.verbs();
        if (verbs.contains(Verb.HELP)) {
            return print(USAGE, FAILED);
        }
        if (verbs.contains(Verb.VERSION)) {
            return print("update_engine_client\n", DONE);
        }
        if (verbs.isEmpty()) {
            log.info("Done.");
            return DONE;
        }
        try (Service service = Service.find(bus, log)) {
            return perform(service, verbs);
        } catch (DBusException | DBusExecutionException e) {
            log.error(String.valueOf(e.getMessage()));
            return FAILED;
        }
    }

    private int perform(Service service, Set<Verb> verbs)
            throws DBusException, InterruptedException {
        if (verbs.contains(Verb.RESET_STATUS)) {
            return reset(service);
        }
        if (verbs.contains(Verb.STATUS)) {
            log.info("Querying Update Engine status...");
            print(service.status());
            return DONE;
        }
        if (verbs.contains(Verb.CHECK_FOR_UPDATE) || verbs.contains(Verb.UPDATE)) {
            long lastError = service.lastErrorTime();
            log.info("Initiating update check and install.");
            service.manager().AttemptUpdate();
            if (!verbs.contains(Verb.UPDATE)) {
                return DONE;
            }
            log.info("Waiting for update to complete.");
            return complete(service, lastError);
        }
        log.info("Watching for status updates.");
        service.watch(this::show);
        return FAILED;
    }

    private int reset(Service service) {
        log.info("Setting Update Engine status to idle ...");
        try {
            service.manager().ResetStatus();
        } catch (DBusExecutionException e) {
            log.error("ResetStatus failed. " + e.getMessage());
            return FAILED;
        }
        log.info("ResetStatus succeeded; the partition table was set back, too.");
        return DONE;
    }

    private int complete(Service service, long lastError)
            throws DBusException, InterruptedException {
        while (true) {
            Thread.sleep(bus.poll());
            var status = service.status();
            print(status);
            if (status.currentOperation.equals("UPDATE_STATUS_UPDATED_NEED_REBOOT")) {
                log.info("Update succeeded -- reboot needed.");
                return DONE;
            }
            if (status.currentOperation.equals("UPDATE_STATUS_IDLE")) {
                if (service.lastErrorTime() == lastError) {
                    log.info("No update available");
                    log.info("  reason: " + service.text("Reason"));
                    return DONE;
                }
                log.error("Update failed.");
                log.error("  reason: " + service.text("LastErrorReason"));
                return FAILED;
            }
        }
    }

    private void print(StatusTuple<Long, Double, String, String, Long> status) {
        print(
                String.format(
                        Locale.ROOT,
                        "LAST_CHECKED_TIME=%d\nPROGRESS=%f\nCURRENT_OP=%s\nNEW_VERSION=%s\nNEW_SIZE=%d\n",
                        status.lastCheckedTime,
                        status.progress,
                        status.currentOperation,
                        status.newVersion,
                        status.newSize),
                DONE);
    }

    private int print(String text, int status) {
        out.print(text);
        out.flush();
        return status;
    }

    private void show(CoreosUpdate.StatusUpdate update) {
        log.info("Got status update:");
        log.info("  last_checked_time: " + update.lastCheckedTime());
        log.info("  progress: " + shortest(update.progress()));
        log.info("  current_operation: " + update.currentOperation());
        log.info("  new_version: " + update.newVersion());
        log.info("  new_size: " + update.newSize());
    }

    /** As a C++ stream prints a double: six digits, no trailing zeros. */
    private static String shortest(double value) {
        return new BigDecimal(value).round(new MathContext(6)).stripTrailingZeros().toPlainString();
    }
}
