package cn.siyu.catalog.domain;

import java.util.Optional;
import java.util.regex.Pattern;

/** Addresses of pictures: kept as text as they came, never fetched, shown over https or from among the shop's own. */
public final class Media {

    /** Served by ourselves wherever an address may not be shown. */
    public static final String PLACEHOLDER = "/images/placeholder.svg";

    private static final String SHOWN = "https://";

    /** What the shop itself serves: plain names below one folder, no way up and no way out. */
    private static final Pattern OWN = Pattern.compile("/images(/[\\w-]+)*/[\\w-]+\\.\\w+");

    private Media() {}

    public static boolean isShown(String address) {
        return address.startsWith(SHOWN) || OWN.matcher(address).matches();
    }

    /** The address if it may be shown. */
    public static Optional<String> shown(Optional<String> address) {
        return address.filter(Media::isShown);
    }

    public static String orPlaceholder(Optional<String> address) {
        return shown(address).orElse(PLACEHOLDER);
    }
}
