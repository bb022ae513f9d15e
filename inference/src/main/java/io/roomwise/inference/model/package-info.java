/**
 * Every network once: serving and training share them.
 */
@NullMarked
package io.roomwise.inference.model;

import org.jspecify.annotations.NullMarked;
