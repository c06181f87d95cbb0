package dev.platte.omaha.response;

/**
 * What a server thinks of an application (Omaha v3, status of app). Open: any text survives.
 *
 * @param text as written, not empty
 */
public record AppStatus(String text) {

    public static final AppStatus OK = new AppStatus("ok");
    public static final AppStatus RESTRICTED = new AppStatus("restricted");
    public static final AppStatus UNKNOWN_APPLICATION = new AppStatus("error-unknownApplication");
    public static final AppStatus INVALID_APP_ID = new AppStatus("error-invalidAppId");
    public static final AppStatus INTERNAL = new AppStatus("error-internal");

    public AppStatus {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("a status has a name");
        }
    }

    public boolean isOk() {
        return equals(OK);
    }

    /** Google's client compares this one without case. */
    public boolean isUnknownApplication() {
        return text.equalsIgnoreCase(UNKNOWN_APPLICATION.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
