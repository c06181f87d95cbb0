package dev.platte.omaha.xml;

import jakarta.xml.bind.annotation.XmlTransient;

/** An element that knows where it stood, so that a bad value can be shown to whoever wrote it. */
@XmlTransient
abstract class Placed {

    transient int line;
    transient int column;
}
