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
 * The elements of a request as JAXB binds them: all text, nothing judged yet.
 *
 * <p>The order of the fields is the order of the attributes that we send, and that is
 * update_engine's (omaha_request_action.cc). What may stand once is a list here, so that a second
 * one is seen and refused instead of winning silently.
 */
final class RequestElements {

    private RequestElements() {}

    @XmlRootElement(name = "request")
    @XmlType(
            name = "",
            propOrder = {"os", "hw", "app"})
    @XmlAccessorType(XmlAccessType.FIELD)
    static final class Request extends Placed {
        @XmlAttribute @Nullable String protocol;
        @XmlAttribute @Nullable String version;
        @XmlAttribute @Nullable String updaterversion;
        @XmlAttribute @Nullable String installsource;
        @XmlAttribute @Nullable String ismachine;
        @XmlAnyAttribute @Nullable Map<QName, String> more;
        @Nullable List<Os> os;
        @Nullable List<Hw> hw;
        @Nullable List<App> app;
    }

    @XmlType(name = "")
    @XmlAccessorType(XmlAccessType.FIELD)
    static final class Os extends Placed {
        @XmlAttribute @Nullable String version;
        @XmlAttribute @Nullable String platform;
        @XmlAttribute @Nullable String sp;
        @XmlAttribute @Nullable String arch;
    }

    @XmlType(name = "")
    @XmlAccessorType(XmlAccessType.FIELD)
    static final class Hw extends Placed {
        @XmlAttribute @Nullable String physmemory;
        @XmlAnyAttribute @Nullable Map<QName, String> features;
    }

    @XmlType(
            name = "",
            propOrder = {"ping", "updatecheck", "event", "data", "packages", "disabled"})
    @XmlAccessorType(XmlAccessType.FIELD)
    static final class App extends Placed {
        @XmlAttribute @Nullable String appid;
        @XmlAttribute @Nullable String version;
        @XmlAttribute @Nullable String track;
        @XmlAttribute @Nullable String bootid;
        @XmlAttribute @Nullable String oem;
        @XmlAttribute @Nullable String oemversion;
        @XmlAttribute @Nullable String alephversion;
        @XmlAttribute @Nullable String machineid;
        @XmlAttribute @Nullable String machinealias;
        @XmlAttribute @Nullable String lang;
        @XmlAttribute @Nullable String board;

        @XmlAttribute(name = "hardware_class")
        @Nullable String hardwareClass;

        @XmlAttribute(name = "delta_okay")
        @Nullable String deltaOkay;

        @XmlAttribute(name = "from_track")
        @Nullable String fromTrack;

        @XmlAttribute(name = "multi_manifest_ok")
        @Nullable String multiManifestOk;

        @XmlAttribute @Nullable String cohort;
        @XmlAttribute @Nullable String cohorthint;
        @XmlAttribute @Nullable String cohortname;
        @XmlAnyAttribute @Nullable Map<QName, String> more;
        @Nullable List<Ping> ping;
        @Nullable List<UpdateCheck> updatecheck;
        @Nullable List<Event> event;
        @Nullable List<Data> data;
        @Nullable List<Packages> packages;
        @Nullable List<Disabled> disabled;
    }

    @XmlType(name = "")
    @XmlAccessorType(XmlAccessType.FIELD)
    static final class Ping extends Placed {
        @XmlAttribute @Nullable String active;
        @XmlAttribute @Nullable String a;
        @XmlAttribute @Nullable String r;
        @XmlAttribute @Nullable String ad;
        @XmlAttribute @Nullable String rd;

        @XmlAttribute(name = "ping_freshness")
        @Nullable String freshness;
    }

    @XmlType(name = "")
    @XmlAccessorType(XmlAccessType.FIELD)
    static final class UpdateCheck extends Placed {
        @XmlAttribute @Nullable String updatedisabled;
        @XmlAttribute @Nullable String targetversionprefix;

        @XmlAttribute(name = "rollback_allowed")
        @Nullable String rollbackAllowed;

        /** A released version of Google's client wrote it so. */
        @XmlAttribute(name = "rollbackallowed")
        @Nullable String rollbackAllowedMisspelt;

        @XmlAttribute @Nullable String sameversionupdate;
        @XmlAttribute @Nullable String tttoken;

        @XmlAttribute(name = "release_channel")
        @Nullable String releaseChannel;
    }

    @XmlType(name = "")
    @XmlAccessorType(XmlAccessType.FIELD)
    static final class Event extends Placed {
        @XmlAttribute @Nullable String eventtype;
        @XmlAttribute @Nullable String eventresult;
        @XmlAttribute @Nullable String errorcode;
        @XmlAttribute @Nullable String previousversion;
        @XmlAttribute @Nullable String nextversion;
        @XmlAnyAttribute @Nullable Map<QName, String> more;
    }

    @XmlType(name = "")
    @XmlAccessorType(XmlAccessType.FIELD)
    static final class Data extends Placed {
        @XmlAttribute @Nullable String name;
        @XmlAttribute @Nullable String index;
        @XmlValue @Nullable String text;
    }

    @XmlType(name = "")
    @XmlAccessorType(XmlAccessType.FIELD)
    static final class Packages extends Placed {
        @XmlElement(name = "package")
        @Nullable List<InstalledPackage> list;
    }

    @XmlType(name = "")
    @XmlAccessorType(XmlAccessType.FIELD)
    static final class InstalledPackage extends Placed {
        @XmlAttribute @Nullable String fp;
    }

    @XmlType(name = "")
    @XmlAccessorType(XmlAccessType.FIELD)
    static final class Disabled extends Placed {
        @XmlAttribute @Nullable String reason;
    }
}
