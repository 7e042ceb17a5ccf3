package cn.siyu.catalog.domain;

import java.util.Optional;

/** Addresses of pictures: kept as text as they came, never fetched, shown only over https. */
public final class Media {

    /** Served by ourselves wherever an address may not be shown. */
    public static final String PLACEHOLDER = "/images/placeholder.svg";

    private static final String SHOWN = "https://";

    private Media() {}

    public static boolean isShown(String address) {
        return address.startsWith(SHOWN);
    }

    /** The address if it may be shown. */
    public static Optional<String> shown(Optional<String> address) {
        return address.filter(Media::isShown);
    }

    public static String orPlaceholder(Optional<String> address) {
        return shown(address).orElse(PLACEHOLDER);
    }
}
