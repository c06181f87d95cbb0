package dev.platte.ctl.command;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** completion. */
@Command(
        name = "completion",
        description = {
            "Print the completion of this command line for a shell. In its start file:",
            "  bash   source <(updatectl completion bash)",
            "  zsh    source <(updatectl completion zsh)"
        },
        mixinStandardHelpOptions = true)
final class CompletionVerb implements Callable<Integer> {
    enum Shell {
        bash,
        zsh
    }

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "SHELL", description = "${COMPLETION-CANDIDATES}")
    private Shell shell = Shell.bash;

    @Override
    public Integer call() {
        CommandLine root = spec.root().commandLine();
        PrintWriter out = spec.commandLine().getOut();
        if (shell == Shell.zsh) {
            // The script speaks bash; zsh understands it through these two.
            out.println("autoload -U +X compinit && compinit");
            out.println("autoload -U +X bashcompinit && bashcompinit");
        }
        out.print(AutoComplete.bash("updatectl", root));
        out.flush();
        return 0;
    }
}
