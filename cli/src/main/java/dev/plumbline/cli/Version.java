package dev.plumbline.cli;

import dev.plumbline.monitor.PlumblineVersion;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {"plumbline " + PlumblineVersion.TEXT};
    }
}
