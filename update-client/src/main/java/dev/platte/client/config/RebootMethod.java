package dev.platte.client.config;

/** How a host gets from one release to the next. */
public enum RebootMethod {
    /** Through the firmware and the bootloader. */
    REBOOT("reboot"),
    /** The kernel of the new slot is loaded and started by the one that runs. */
    KEXEC("kexec");

    private final String word;

    RebootMethod(String word) {
        this.word = word;
    }

    /** As written in update.conf. */
    public String word() {
        return word;
    }
}
