package dev.platte.client.cli;

import dev.platte.client.dbus.SystemBus;
import dev.platte.client.engine.UpdateEngineClient;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "engine-client",
        mixinStandardHelpOptions = true,
        description = {
            "Speaks as update_engine_client does, over the bus; what follows -- is its command line.",
            "The script update_engine_client is this."
        })
final class EngineClientCommand implements Callable<Integer> {
    @Option(
            names = "--bus",
            paramLabel = "ADDRESS",
            description = "the message bus (default: the system's)")
    private @Nullable String bus;

    @Parameters(paramLabel = "-- FLAG", description = "-status, -update, -reset_status, ...")
    private List<String> flags = List.of();

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        String address = bus;
        return new UpdateEngineClient(
                        UpdateEngineClient.Bus.at(
                                address == null ? SystemBus.address(System.getenv()) : address),
                        spec.commandLine().getOut(),
                        spec.commandLine().getErr(),
                        InstantSource.system())
                .run(flags);
    }
}
