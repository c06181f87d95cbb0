package dev.platte.ctl.simulate;

/** The server said what no host could live with; the message says what. */
public final class SimulationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    SimulationException(String message) {
        super(message);
    }
}
