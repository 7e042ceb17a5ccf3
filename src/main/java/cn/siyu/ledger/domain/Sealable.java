package cn.siyu.ledger.domain;

import cn.siyu.ledger.Transfer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;

/**
 * A transfer with all that is written about it, and how it is chained to the one before (REL-16): each hash is of the hash
 * before it and of every field, so no field of any row can change without all later hashes being others.
 *
 * @param postings both, as one text
 */
public record Sealable(UUID id, Transfer transfer, String postings) {

    /** What the first row is chained to. */
    public static final String BEGIN = "0".repeat(64);

    /** Fields with their lengths, so that nothing can move from one into its neighbour. */
    public String chainedTo(String before) {
        var text = new StringBuilder();
        for (var field : new Object[] {
            before,
            id,
            transfer.reference(),
            transfer.at(),
            transfer.debit().kind(),
            transfer.debit().owner(),
            transfer.credit().kind(),
            transfer.credit().owner(),
            transfer.amount().fen(),
            postings
        }) {
            var value = field.toString();
            text.append(value.length()).append(':').append(value);
        }
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
