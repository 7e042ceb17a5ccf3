package cn.siyu.launch;

import org.jspecify.annotations.Nullable;

/** The start cannot go on; the message is the one line the person at the terminal needs. */
public final class LaunchRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    LaunchRefused(String message) {
        super(message);
    }

    LaunchRefused(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
