package dev.platte.omaha.culprit;

import javax.xml.stream.XMLInputFactory;

/** Sees XML outside of its package, and has a name that says nothing. */
record SeesXmlManager(XMLInputFactory factory) {}
