@NullMarked
package io.roomwise.capture;

import org.jspecify.annotations.NullMarked;
