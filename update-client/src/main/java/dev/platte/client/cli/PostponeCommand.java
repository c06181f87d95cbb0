package dev.platte.client.cli;

import dev.platte.client.reboot.Postponement;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
        name = "postpone",
        mixinStandardHelpOptions = true,
        description = {
            "Keeps the daemon from rebooting this host for so long, or until its next boot. A slot",
            "that it holds goes back after REBOOT_PATIENCE. 0 ends it."
        })
final class PostponeCommand implements Callable<Integer> {
    private static final Pattern TIME = Pattern.compile("(\\d{1,6})([smhd])|0");
    private static final Duration LONGEST = Duration.ofDays(30);

    @Parameters(paramLabel = "TIME", description = "such as 90m, 4h or 2d, at most 30d; 0: no more")
    private String time = "";

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            description = "shown as what the host waits for")
    private String reason = "";

    @ParentCommand private UpdateClient parent;
    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Duration length = length();
        Postponement postponement = new Postponement(parent.host().settings());
        PrintWriter out = spec.commandLine().getOut();
        try {
            if (length.isZero()) {
                out.println(
                        postponement.end()
                                ? "reboots are not postponed any more"
                                : "nothing was postponed");
            } else {
                Instant end = InstantSource.system().instant().plus(length);
                postponement.until(end, reason);
                out.println("reboots wait until " + end.truncatedTo(ChronoUnit.SECONDS));
            }
        } catch (IOException e) {
            throw new IOException("it is for root to say: " + e.getMessage(), e);
        }
        out.flush();
        return UpdateClient.DONE;
    }

    private Duration length() {
        Matcher matcher = TIME.matcher(time);
        if (!matcher.matches()) {
            throw new ParameterException(
                    spec.commandLine(), time + " is no time such as 90m or 4h");
        }
        if (matcher.group(1) == null) {
            return Duration.ZERO;
        }
        Duration length =
                Duration.of(
                        Long.parseLong(matcher.group(1)),
                        switch (matcher.group(2)) {
                            case "s" -> ChronoUnit.SECONDS;
                            case "m" -> ChronoUnit.MINUTES;
                            case "h" -> ChronoUnit.HOURS;
                            default -> ChronoUnit.DAYS;
                        });
        if (length.compareTo(LONGEST) > 0) {
            throw new ParameterException(spec.commandLine(), time + " is more than 30d");
        }
        return length;
    }
}
