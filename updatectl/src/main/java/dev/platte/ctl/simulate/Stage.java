package dev.platte.ctl.simulate;

/** Where a simulated host is on its way, as far as it knows itself. */
public enum Stage {
    /** It polls and gets nothing. */
    IDLE,
    DOWNLOADING,
    /** Written and flipped; it waits for its reboot. */
    WAITING,
    /** Its last update failed or fell back. */
    HURT,
    /** Nobody hears of it. */
    SILENT
}
