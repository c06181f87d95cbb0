package dev.platte.client.cli;

import dev.platte.client.config.ConfigException;
import dev.platte.client.http.Http;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The update client's command line. */
@Command(
        name = "update-client",
        mixinStandardHelpOptions = true,
        version = "update-client 0.1.0",
        description = "Keeps this host on the release that its server gives it.",
        subcommands = {
            StatusCommand.class,
            CheckCommand.class,
            UpdateCommand.class,
            WatchCommand.class,
            SlotsCommand.class,
            ConfirmCommand.class,
            ResetCommand.class,
            RollBackCommand.class,
            DaemonCommand.class,
            LockCommand.class,
            PostponeCommand.class,
            CheckConfigCommand.class,
            EngineClientCommand.class
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:done; also: nothing to do, or the server says not now",
            "1:failed; standard error says why",
            "2:the command line or a configuration file cannot be used"
        },
        footerHeading = "%nFiles, below --root:%n",
        footer = {
            "  /etc/platte/update.conf        GROUP, SERVER and the other keys of update_engine",
            "  /usr/share/platte/keys/*.pem   keys that may sign payloads; without one, no update",
            "  /etc/platte/health.d/*         checks that a new release must pass",
            "  /etc/platte/reboot.d/*         hooks that make the host ready for its reboot",
            "  /var/lib/update_engine         state (STATE_DIR)"
        })
public final class UpdateClient {
    static final int DONE = 0;
    static final int FAILED = 1;
    static final int UNUSABLE = 2;

    private static final Logger LOG = System.getLogger(UpdateClient.class.getName());

    @Mixin private HostOptions host = new HostOptions();
    @Spec private CommandSpec spec = CommandSpec.create();

    private UpdateClient() {}

    HostOptions host() {
        return host;
    }

    /** Runs one command and ends the process with its status. */
    public static void main(String[] args) {
        Logs.begin(System.getenv());
        Http.prepareProcess();
        System.exit(run(new CommandLine(new UpdateClient()), args));
    }

    /** Runs one command in this process, and what it says goes there. */
    static int run(PrintWriter out, PrintWriter err, String... args) {
        return run(new CommandLine(new UpdateClient()).setOut(out).setErr(err), args);
    }

    private static int run(CommandLine line, String... args) {
        line.setExecutionExceptionHandler((e, command, _) -> failed(e, command));
        return line.execute(args);
    }

    /** The JDK says of some files nothing but their name. */
    private static String words(Exception e) {
        return switch (e) {
            case NoSuchFileException gone when gone.getReason() == null ->
                    gone.getFile() + " does not exist";
            case AccessDeniedException denied when denied.getReason() == null ->
                    denied.getFile() + ": permission denied; does this need root?";
            default -> String.valueOf(e.getMessage());
        };
    }

    private static int failed(Exception e, CommandLine command) {
        command.getErr().println("update-client: " + words(e));
        return switch (e) {
            case ConfigException _ -> UNUSABLE;
            case IOException _, IllegalStateException _ -> FAILED;
            case InterruptedException _ -> DONE;
            default -> {
                LOG.log(Level.ERROR, "a fault of the program; please report it", e);
                yield FAILED;
            }
        };
    }
}
