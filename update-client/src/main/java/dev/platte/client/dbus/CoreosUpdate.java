package dev.platte.client.dbus;

import org.freedesktop.dbus.annotations.DBusInterfaceName;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.interfaces.DBusInterface;
import org.freedesktop.dbus.messages.DBusSignal;

/**
 * update_engine's interface (update_engine.xml), that of locksmith, of the update operators and of
 * update_engine_client. Public because the library reaches it by reflection.
 */
@DBusInterfaceName("com.coreos.update1.Manager")
public interface CoreosUpdate extends DBusInterface {
    /** Checks now, as {@code ondemandupdate}; at work or waiting for a reboot: does nothing. */
    void AttemptUpdate();

    /** Takes an update back that waits for its reboot; refused while one is at work. */
    void ResetStatus();

    /** Signature {@code xdssx}. */
    StatusTuple<Long, Double, String, String, Long> GetStatus();

    /** Signature {@code xdssx}, the fields of {@link #GetStatus}. */
    class StatusUpdate extends DBusSignal {
        private final long lastCheckedTime;
        private final double progress;
        private final String currentOperation;
        private final String newVersion;
        private final long newSize;

        public StatusUpdate(
                String path,
                long lastCheckedTime,
                double progress,
                String currentOperation,
                String newVersion,
                long newSize)
                throws DBusException {
            super(path, lastCheckedTime, progress, currentOperation, newVersion, newSize);
            this.lastCheckedTime = lastCheckedTime;
            this.progress = progress;
            this.currentOperation = currentOperation;
            this.newVersion = newVersion;
            this.newSize = newSize;
        }

        /** Seconds of the epoch. */
        public long lastCheckedTime() {
            return lastCheckedTime;
        }

        /** 0 to 1. */
        public double progress() {
            return progress;
        }

        public String currentOperation() {
            return currentOperation;
        }

        public String newVersion() {
            return newVersion;
        }

        /** Bytes. */
        public long newSize() {
            return newSize;
        }
    }
}
