/** Charts as geometry: positions in parts of the whole, for templates that write them as SVG. */
@NullMarked
package dev.platte.web.chart;

import org.jspecify.annotations.NullMarked;
