package dev.platte.harness.machine;

import dev.platte.harness.disk.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What runs the machine's instructions.
 *
 * @param name of qemu's {@code -accel}
 * @param processor for its {@code -cpu}
 * @param slowness how many times as long everything may take as with KVM
 */
record Accelerator(String name, String processor, int slowness) {
    /** The processor's own virtualization. Some hosts do not let a guest write what qemu copies. */
    static final Accelerator KVM = new Accelerator("kvm", "host,-arch-capabilities", 1);

    /** Everything in software: anywhere, and some ten times as slow. */
    static final Accelerator SOFTWARE = new Accelerator("tcg,thread=multi,tb-size=256", "max", 10);

    private static final Duration TRIAL = Duration.ofSeconds(12);

    /**
     * KVM where it really runs this kernel. That {@code /dev/kvm} is there says little: inside of
     * some clouds' machines it opens, and the guest hangs.
     */
    static Accelerator best(Path kernel) throws IOException, InterruptedException {
        return Files.isWritable(Path.of("/dev/kvm")) && KVM.runs(kernel) ? KVM : SOFTWARE;
    }

    /** Without a disk the kernel panics, which ends the machine; a kernel that hangs does not. */
    private boolean runs(Path kernel) throws IOException, InterruptedException {
        Program.Result result =
                Program.require("qemu-system-x86_64", "qemu-system-x86")
                        .run(
                                List.of(
                                        "-accel",
                                        name,
                                        "-cpu",
                                        processor,
                                        "-m",
                                        "256",
                                        "-nodefaults",
                                        "-display",
                                        "none",
                                        "-no-reboot",
                                        "-serial",
                                        "stdio",
                                        "-kernel",
                                        kernel.toString(),
                                        "-append",
                                        "console=ttyS0 panic=-1"),
                                Map.of(),
                                TRIAL);
        return result.status() == 0 && result.text().contains("Kernel panic");
    }

    Duration patience(Duration withKvm) {
        return withKvm.multipliedBy(slowness);
    }
}
