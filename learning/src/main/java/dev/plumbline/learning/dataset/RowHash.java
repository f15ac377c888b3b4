package dev.plumbline.learning.dataset;

/** 64-bit hashes of rows and names, the same on every machine and in every version. */
public final class RowHash {

    private RowHash() {}

    /**
     * Finaliser of MurmurHash3 as varied by Stafford (mix13), which SplitMix64 uses (Steele, Lea and Flood 2014, doi
     * 10.1145/2660193.2660195): every bit of the input moves half of the output's.
     *
     * @param z any; 0 stays 0
     * @return all 64 bits
     */
    public static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }

    static long of(String text) {
        long hash = text.length();
        for (int i = 0; i < text.length(); i++) {
            hash = mix(hash * 31 + text.charAt(i));
        }
        return hash;
    }

    /** A value under its name; those of a row are added, so that the order of the columns decides nothing. */
    static long of(long name, double value) {
        return mix(name ^ mix(Double.doubleToLongBits(value + 0.0))); // -0.0 is 0.0
    }

    static long of(long name, String value) {
        return mix(name ^ of(value));
    }
}
