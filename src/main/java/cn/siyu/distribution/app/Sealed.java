package cn.siyu.distribution.app;

import cn.siyu.distribution.DistributorId;
import cn.siyu.kernel.pii.PiiCipher;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.UUID;

/** Real names and phones of distributors, and account numbers of companies: sealed where they are kept, masked where they are shown to others. */
@Singleton
public class Sealed {

    private static final String TABLE = "distribution_distributor:";
    private static final String COMPANIES = "distribution_company:";
    private static final int HEAD = 3;
    private static final int TAIL = 4;

    private final PiiCipher cipher;

    @Inject
    Sealed(PiiCipher cipher) {
        this.cipher = cipher;
    }

    String name(DistributorId id, String plain) {
        return cipher.seal(plain, place(id, "name"));
    }

    String phone(DistributorId id, String plain) {
        return cipher.seal(plain, place(id, "phone"));
    }

    public String openName(DistributorId id, String name) {
        return cipher.open(name, place(id, "name"));
    }

    public String openPhone(DistributorId id, String phone) {
        return cipher.open(phone, place(id, "phone"));
    }

    String account(UUID company, String number) {
        return cipher.seal(number, COMPANIES + company + ":account");
    }

    String openAccount(UUID company, String number) {
        return cipher.open(number, COMPANIES + company + ":account");
    }

    /** Only the first character, however many code units it has. */
    public static String maskedName(String name) {
        return new StringBuilder()
                .appendCodePoint(name.strip().codePointAt(0))
                .append("**")
                .toString();
    }

    public static String maskedPhone(String phone) {
        return phone.substring(0, HEAD) + "****" + phone.substring(phone.length() - TAIL);
    }

    private static String place(DistributorId id, String column) {
        return TABLE + id.value() + ":" + column;
    }
}
