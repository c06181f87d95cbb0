package dev.platte.omaha.xml;

import jakarta.xml.bind.annotation.XmlAccessType;
import jakarta.xml.bind.annotation.XmlAccessorType;
import jakarta.xml.bind.annotation.XmlAnyAttribute;
import jakarta.xml.bind.annotation.XmlAttribute;
import jakarta.xml.bind.annotation.XmlElement;
import jakarta.xml.bind.annotation.XmlRootElement;
import jakarta.xml.bind.annotation.XmlType;
import jakarta.xml.bind.annotation.XmlValue;
import java.util.List;
import java.util.Map;
import javax.xml.namespace.QName;
import org.jspecify.annotations.Nullable;

/**
 * The elements of a response as JAXB binds them: all text, nothing judged yet.
 *
 * <p>The order of the fields is the order of the attributes that we send; ue-rs finds {@code
 * codebase} only as the first attribute of {@code url}.
 */
final class ResponseElements {

    private ResponseElements() {}

    @XmlRootElement(name = "response")
    @XmlType(
            name = "",
            propOrder = {"daystart", "app"})
    @XmlAccessorType(XmlAccessType.FIELD)
    static final class Response extends Placed {
        @XmlAttribute @Nullable String protocol;
        @XmlAttribute @Nullable String server;
        @Nullable List<DayStart> daystart;
        @Nullable List<App> app;
    }

    @XmlType(name = "")
    @XmlAccessorType(XmlAccessType.FIELD)
    static final class DayStart extends Placed {
        @XmlAttribute(name = "elapsed_seconds")
        @Nullable String elapsedSeconds;

        @XmlAttribute(name = "elapsed_days")
        @Nullable String elapsedDays;
    }

    @XmlType(
            name = "",
            propOrder = {"ping", "updatecheck", "event", "data"})
    @XmlAccessorType(XmlAccessType.FIELD)
    static final class App extends Placed {
        @XmlAttribute @Nullable String appid;
        @XmlAttribute @Nullable String status;
        @XmlAttribute @Nullable String cohort;
        @XmlAttribute @Nullable String cohorthint;
        @XmlAttribute @Nullable String cohortname;
        @Nullable List<Ack> ping;
        @Nullable List<UpdateCheck> updatecheck;
        @Nullable List<Ack> event;
        @Nullable List<Data> data;
    }

    @XmlType(name = "")
    @XmlAccessorType(XmlAccessType.FIELD)
    static final class Ack extends Placed {
        @XmlAttribute @Nullable String status;
    }

    @XmlType(name = "")
    @XmlAccessorType(XmlAccessType.FIELD)
    static final class Data extends Placed {
        @XmlAttribute @Nullable String name;
        @XmlAttribute @Nullable String index;
        @XmlAttribute @Nullable String status;
        @XmlValue @Nullable String text;
    }

    @XmlType(
            name = "",
            propOrder = {"urls", "manifest"})
    @XmlAccessorType(XmlAccessType.FIELD)
    static final class UpdateCheck extends Placed {
        @XmlAttribute @Nullable String status;
        @XmlAttribute @Nullable String info;

        @XmlAttribute(name = "PollInterval")
        @Nullable String pollInterval;

        @XmlAttribute(name = "_rollback")
        @Nullable String rollback;

        @Nullable List<Urls> urls;
        @Nullable List<Manifest> manifest;
    }

    @XmlType(name = "")
    @XmlAccessorType(XmlAccessType.FIELD)
    static final class Urls extends Placed {
        @Nullable List<Url> url;
    }

    @XmlType(name = "")
    @XmlAccessorType(XmlAccessType.FIELD)
    static final class Url extends Placed {
        @XmlAttribute @Nullable String codebase;
    }

    @XmlType(
            name = "",
            propOrder = {"packages", "actions"})
    @XmlAccessorType(XmlAccessType.FIELD)
    static final class Manifest extends Placed {
        @XmlAttribute @Nullable String version;

        @XmlAttribute(name = "is_floor")
        @Nullable String isFloor;

        @XmlAttribute(name = "floor_reason")
        @Nullable String floorReason;

        @XmlAttribute(name = "is_target")
        @Nullable String isTarget;

        @Nullable List<Packages> packages;
        @Nullable List<Actions> actions;
    }

    @XmlType(name = "")
    @XmlAccessorType(XmlAccessType.FIELD)
    static final class Packages extends Placed {
        @XmlElement(name = "package")
        @Nullable List<Package> list;
    }

    @XmlType(name = "")
    @XmlAccessorType(XmlAccessType.FIELD)
    static final class Package extends Placed {
        @XmlAttribute @Nullable String name;
        @XmlAttribute @Nullable String hash;

        @XmlAttribute(name = "hash_sha256")
        @Nullable String hashSha256;

        @XmlAttribute @Nullable String size;
        @XmlAttribute @Nullable String required;
    }

    @XmlType(name = "")
    @XmlAccessorType(XmlAccessType.FIELD)
    static final class Actions extends Placed {
        @XmlElement(name = "action")
        @Nullable List<Action> list;
    }

    @XmlType(name = "")
    @XmlAccessorType(XmlAccessType.FIELD)
    static final class Action extends Placed {
        @XmlAttribute @Nullable String event;
        @XmlAttribute @Nullable String sha256;

        @XmlAttribute(name = "IsDeltaPayload")
        @Nullable String isDeltaPayload;

        @XmlAttribute(name = "DisablePayloadBackoff")
        @Nullable String disablePayloadBackoff;

        @XmlAttribute(name = "MaxFailureCountPerUrl")
        @Nullable String maxFailureCountPerUrl;

        @XmlAnyAttribute @Nullable Map<QName, String> more;
    }
}
