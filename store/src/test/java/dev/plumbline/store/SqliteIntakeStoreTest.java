package dev.plumbline.store;

import java.nio.file.Path;

class SqliteIntakeStoreTest extends IntakeStoreContract {
    @Override
    Database open(Path empty) {
        return Database.open(empty);
    }
}
