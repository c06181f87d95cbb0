/**
 * Omaha v3 as XML, decoded within limits and encoded byte for byte; the only package that sees XML.
 */
@NullMarked
package dev.platte.omaha.xml;

import org.jspecify.annotations.NullMarked;
