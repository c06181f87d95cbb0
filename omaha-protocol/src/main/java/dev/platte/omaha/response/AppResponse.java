package dev.platte.omaha.response;

import dev.platte.omaha.value.AppId;
import dev.platte.omaha.value.Cohort;
import java.util.List;
import java.util.Optional;

/**
 * The answer about one application (Omaha v3, section app of the response).
 *
 * @param appId as the request wrote it
 * @param status what the server thinks of the application
 * @param acks what was heard
 * @param updateCheck the answer to an update check; empty if none was asked for
 * @param data answers to requests for data
 * @param cohort what the host shall remember
 */
public record AppResponse(
        AppId appId,
        AppStatus status,
        Acks acks,
        Optional<UpdateAnswer> updateCheck,
        List<DataAnswer> data,
        Cohort cohort) {

    public AppResponse {
        data = List.copyOf(data);
    }

    /** The answer to an application that asked for an update. */
    public static AppResponse of(AppId appId, Acks acks, UpdateAnswer answer) {
        return new AppResponse(
                appId, AppStatus.OK, acks, Optional.of(answer), List.of(), Cohort.UNSAID);
    }

    /** The answer to an application that only told something. */
    public static AppResponse heard(AppId appId, Acks acks) {
        return new AppResponse(
                appId, AppStatus.OK, acks, Optional.empty(), List.of(), Cohort.UNSAID);
    }

    /**
     * The answer about an application that the server does not serve. It heard nothing and answers
     * no check.
     */
    public static AppResponse unserved(AppId appId, AppStatus status) {
        return new AppResponse(
                appId, status, Acks.NONE, Optional.empty(), List.of(), Cohort.UNSAID);
    }

    /**
     * What was heard: every ping and every event is acknowledged.
     *
     * @param ping whether there was a ping
     * @param events how many events
     */
    public record Acks(boolean ping, int events) {
        public static final Acks NONE = new Acks(false, 0);

        public Acks {
            if (events < 0) {
                throw new IllegalArgumentException("a count of events is not negative: " + events);
            }
        }
    }

    /**
     * @param name as requested
     * @param index as requested
     * @param status {@code ok}, {@code error-invalidargs} or {@code error-nodata}
     * @param text the value
     */
    public record DataAnswer(String name, String index, String status, String text) {}
}
