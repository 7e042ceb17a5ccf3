package cn.siyu.storefront.app;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that the page of a shared link says, in the words in which it says it. What is not to be said is empty.
 *
 * @param advertisement whoever shared it is paid for it: the law wants the word shown (L10)
 * @param words what the sharer said with it
 * @param address of the page itself, for previews
 * @param path by which the mini-program opens the same
 * @param code where the picture of the mini-program code is
 */
public record SharePage(
        boolean advertisement,
        String heading,
        String brief,
        String picture,
        String fullPicture,
        String price,
        String groupPrice,
        String trouble,
        String words,
        @Nullable Group group,
        @Nullable Countdown countdown,
        String address,
        String path,
        String code) {

    /** A buy group: how it stands and who is in it. */
    public record Group(String status, boolean merchantCompleted, int size, int paid, List<Place> places) {}

    /** A place in a group: a real member who has paid, or nobody yet. */
    public record Place(String name, boolean taken) {}

    /** Until when something can be had, reckoned by the server. */
    public record Countdown(String label, Instant expiresAt, Instant serverTime, String left, String end) {}

    /** What previews show below the title, with the label where the law wants it. */
    public String description() {
        return advertisement ? "广告｜" + bareDescription() : bareDescription();
    }

    private String bareDescription() {
        if (!groupPrice.isEmpty()) {
            return "拼团价 ¥" + groupPrice + (price.isEmpty() ? "" : "，单买价 ¥" + price);
        }
        return brief.isEmpty() && !price.isEmpty() ? "¥" + price : brief;
    }
}
