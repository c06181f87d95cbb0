package dev.platte.ctl.api;

import dev.platte.ctl.json.JsonObject;

/** Reads what a stream tells; each answers whether to go on. */
public interface EventReader {

    /** The stream has begun, for the first time or again. */
    boolean begun() throws ApiException, InterruptedException;

    /**
     * Something has happened.
     *
     * @param kind such as {@code rollout.halted}; {@code gap}: something was missed
     */
    boolean happened(String kind, JsonObject event) throws ApiException, InterruptedException;
}
