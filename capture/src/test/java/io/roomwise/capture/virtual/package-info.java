@NullMarked
package io.roomwise.capture.virtual;

import org.jspecify.annotations.NullMarked;
